// A site that signs people in with Sallyport. Node 20 or newer: npm ci && node index.mjs
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';
const { SALLYPORT_ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;
const here = `http://127.0.0.1:${PORT}`;
const execute = SALLYPORT_ISSUER.startsWith('http:') ? [oidc.allowInsecureRequests] : []; // For the demo only.
const proof = oidc.ClientSecretBasic(CLIENT_SECRET);
const sallyport = await oidc.discovery(new URL(SALLYPORT_ISSUER), CLIENT_ID, {}, proof, { execute });
const visits = new Map(); // By cookie: what a browser has begun, later its tokens.
const escape = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt()};`);

const pages = { // Each answers where to go and what is kept of the visit, or what to show.
  '/': async ({ tokens }) => {
    const who = tokens && await oidc.fetchUserInfo(sallyport, tokens.access_token, tokens.claims().sub);
    const links = who ? '<a href="/refresh">New tokens</a> <a href="/sign-out">Sign out</a>' : '<a href="/sign-in">Sign in</a>';
    return { html: `<p>${escape(who ? who.email ?? who.sub : 'Nobody yet')}</p>${links}` };
  },
  '/sign-in': async () => { // PKCE ties the code to this visit: it stands for state and nonce too (RFC 9700, 2.1).
    const verifier = oidc.randomPKCECodeVerifier(), code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
    const ask = { redirect_uri: `${here}/back`, scope: 'openid email', code_challenge, code_challenge_method: 'S256' };
    return { to: oidc.buildAuthorizationUrl(sallyport, ask), visit: { verifier } };
  },
  '/back': async ({ verifier: pkceCodeVerifier }, url) => ({ to: '/', visit: {
    tokens: await oidc.authorizationCodeGrant(sallyport, url, { pkceCodeVerifier, idTokenExpected: true }) } }),
  '/refresh': async ({ tokens }) => ({ to: '/', visit: {
    tokens: await oidc.refreshTokenGrant(sallyport, tokens.refresh_token) } }),
  '/sign-out': async ({ tokens: { id_token: id_token_hint } }) => ({ visit: {},
    to: oidc.buildEndSessionUrl(sallyport, { id_token_hint, post_logout_redirect_uri: `${here}/` }) }),
};
createServer(async (request, response) => {
  const url = new URL(request.url, here), cookie = /visit=([\w-]+)/.exec(request.headers.cookie)?.[1];
  const page = pages[url.pathname] ?? (async () => ({ status: 404 }));
  const failed = error => console.error(error) ?? { status: 400, html: 'This did not work. Begin anew.' };
  const { to, visit, html, status = to ? 303 : 200 } = await page(visits.get(cookie) ?? {}, url).catch(failed);
  const name = randomUUID(); // A new one each time: what somebody else has put into this browser is worth nothing.
  if (visit) visits.set(name, visit).delete(cookie);
  const kept = { Location: `${to}`, 'Set-Cookie': `visit=${name}; HttpOnly; SameSite=Lax; Path=/` };
  response.writeHead(status, to ? kept : { 'Content-Type': 'text/html; charset=utf-8' }).end(html);
}).listen(PORT, '127.0.0.1', () => console.log(`Open ${here}/`));
