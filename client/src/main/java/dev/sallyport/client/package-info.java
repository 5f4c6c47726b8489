/// For services that take Sallyport's tokens and webhooks: the JDK and nothing else, from Java 17 on.
///
/// [Verifier] says of a request whether its access token is good, in this process and without asking
/// anybody. It hears by a [RevocationStream] what was revoked, and refuses it at once. When it has heard
/// nothing for a while it asks the server instead, and when the server does not answer, it says
/// [Verdict.Unknown]: nobody is let in. [ApiRequestVerifier] says the same of what holders' programs
/// sign. [Webhooks] says whether a letter is from Sallyport, and new; [LogoutTokens] says it of logout
/// tokens.
///
/// All of it is set by [Settings], is safe for any number of threads, and throws nothing for what others
/// send.
@NullMarked
package dev.sallyport.client;

import org.jspecify.annotations.NullMarked;
