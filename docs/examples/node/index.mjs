// A site that signs people in with Sallyport. Node 20 or newer: npm ci && node index.mjs
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';

const { SALLYPORT_ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;
const here = `http://127.0.0.1:${PORT}`;
const issuer = new URL(SALLYPORT_ISSUER);
// Plain http is for the demo on your own machine only.
const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
const sallyport = await oidc.discovery(issuer, CLIENT_ID, {}, oidc.ClientSecretBasic(CLIENT_SECRET), { execute });
const visits = new Map(); // By cookie: what a browser has begun, later its tokens.
const escape = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt()};`);

const pages = {
  async '/'({ tokens }) {
    if (!tokens) return { html: '<a href="/sign-in">Sign in</a>' };
    const who = await oidc.fetchUserInfo(sallyport, tokens.access_token, tokens.claims().sub);
    return { html: `<p>${escape(who.email ?? who.sub)}</p><a href="/refresh">New tokens</a> <a href="/sign-out">Sign out</a>` };
  },
  async '/sign-in'() {
    const begun = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
    const code_challenge = await oidc.calculatePKCECodeChallenge(begun.verifier);
    const { state, nonce } = begun;
    const ask = { redirect_uri: `${here}/back`, scope: 'openid email', state, nonce, code_challenge, code_challenge_method: 'S256' };
    return { visit: begun, to: oidc.buildAuthorizationUrl(sallyport, ask) };
  },
  async '/back'({ verifier, state, nonce }, url) {
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
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
  const page = pages[url.pathname];
  if (!page) return response.writeHead(404).end();
  const cookie = /visit=([\w-]+)/.exec(request.headers.cookie)?.[1];
  try {
    const { visit, to, html } = await page(visits.get(cookie) ?? {}, url);
    if (visit) { // Under a new name each time: what somebody else has put into this browser is worth nothing.
      visits.delete(cookie);
      const name = randomUUID();
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
