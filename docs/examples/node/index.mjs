// A site that signs people in with Sallyport. Node 20 or newer: npm ci && node index.mjs
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';

const { SALLYPORT_ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;
const here = `http://127.0.0.1:${PORT}`;
// Plain http is for the demo on your own machine only.
const execute = SALLYPORT_ISSUER.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
const secret = oidc.ClientSecretBasic(CLIENT_SECRET);
const sallyport = await oidc.discovery(new URL(SALLYPORT_ISSUER), CLIENT_ID, {}, secret, { execute });
const visits = new Map(); // By cookie: what a browser has begun, later its tokens.
const escape = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt()};`);

const pages = {
  async '/'({ tokens }) {
    if (!tokens) return { html: '<a href="/sign-in">Sign in</a>' };
    const who = await oidc.fetchUserInfo(sallyport, tokens.access_token, tokens.claims().sub);
    return { html: `<p>${escape(who.email ?? who.sub)}</p><a href="/refresh">New tokens</a> <a href="/sign-out">Sign out</a>` };
  },
  async '/sign-in'() { // PKCE ties the code to this visit: it stands for state and nonce too (RFC 9700 section 2.1).
    const verifier = oidc.randomPKCECodeVerifier();
    const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
    const ask = { redirect_uri: `${here}/back`, scope: 'openid email', code_challenge, code_challenge_method: 'S256' };
    return { visit: { verifier }, to: oidc.buildAuthorizationUrl(sallyport, ask) };
  },
  async '/back'({ verifier }, url) {
    const checks = { pkceCodeVerifier: verifier, idTokenExpected: true };
    return { visit: { tokens: await oidc.authorizationCodeGrant(sallyport, url, checks) }, to: '/' };
  },
  async '/refresh'({ tokens }) {
    return { visit: { tokens: await oidc.refreshTokenGrant(sallyport, tokens.refresh_token) }, to: '/' };
  },
  async '/sign-out'({ tokens }) {
    const ask = { id_token_hint: tokens.id_token, post_logout_redirect_uri: `${here}/` };
    return { visit: {}, to: oidc.buildEndSessionUrl(sallyport, ask) };
  },
};

createServer(async (request, response) => {
  const url = new URL(request.url, here);
  const cookie = /visit=([\w-]+)/.exec(request.headers.cookie)?.[1];
  if (!pages[url.pathname]) return response.writeHead(404).end();
  try {
    const { visit, to, html } = await pages[url.pathname](visits.get(cookie) ?? {}, url);
    if (visit) { // Under a new name each time: what somebody else has put into this browser is worth nothing.
      const name = randomUUID();
      visits.delete(cookie);
      visits.set(name, visit);
      response.setHeader('Set-Cookie', `visit=${name}; HttpOnly; SameSite=Lax; Path=/`);
    }
    response.writeHead(to ? 303 : 200, to ? { Location: `${to}` } : { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(html);
  } catch (error) {
    console.error(error);
    response.writeHead(400).end('This did not work. Go back to the start and try again.');
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Open ${here}/`));
