// One flow with openid-client, named by the first argument, from discovery to its end. Where a holder's browser is
// needed, "visit URL" is said, and the address that it ends at is read.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline/promises';
import * as oidc from 'openid-client';

const { SALLYPORT_ISSUER, CLIENT_ID, CLIENT_SECRET, CLIENT_KEY } = process.env;
const REDIRECT = 'https://folio.examplex.com/back';
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function visit(url) {
  console.log(`visit ${url}`);
  return new URL((await lines.next()).value);
}

// The kind of key is known by its own name, as the library would have it from a file.
function importKey(jwk) {
  const algorithm = jwk.kty === 'OKP' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' };
  return crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
}

async function authentication() {
  if (CLIENT_KEY) {
    const jwk = JSON.parse(CLIENT_KEY);
    return oidc.PrivateKeyJwt({ key: await importKey(jwk), kid: jwk.kid });
  }
  return CLIENT_SECRET ? oidc.ClientSecretBasic(CLIENT_SECRET) : oidc.None();
}

const config = await oidc.discovery(new URL(SALLYPORT_ISSUER), CLIENT_ID, {}, await authentication(), {
  execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
});

async function begin(scope, more = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const parameters = {
    redirect_uri: REDIRECT,
    scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  };
  return { checks: { ...checks, idTokenExpected: scope.split(' ').includes('openid') }, parameters };
}

async function signIn(scope, more) {
  const { checks, parameters } = await begin(scope, more);
  const back = await visit(oidc.buildAuthorizationUrl(config, parameters));
  return oidc.authorizationCodeGrant(config, back, checks);
}

async function isActive(token) {
  return (await oidc.tokenIntrospection(config, token)).active;
}

const refused = error => ({ error });

const flows = {
  async code() {
    const { checks, parameters } = await begin('openid email balances.read');
    const back = await visit(oidc.buildAuthorizationUrl(config, parameters));
    const forged = new URL(back);
    forged.searchParams.set('iss', 'https://evil.examplex.com');
    await assert.rejects(oidc.authorizationCodeGrant(config, forged, checks), error => /"iss"/.test(error.cause.message));
    const tokens = await oidc.authorizationCodeGrant(config, back, checks);
    assert.equal(tokens.token_type, 'bearer');
    assert.ok(tokens.expiresIn() > 290 && tokens.expiresIn() <= 300);
    const who = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.match(who.email, /@examplex\.com$/);
    const { userinfo_endpoint } = config.serverMetadata();
    const posted = await oidc.fetchProtectedResource(config, tokens.access_token, new URL(userinfo_endpoint), 'POST');
    assert.deepEqual(await posted.json(), who);
    await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), refused('invalid_grant'));
    assert.equal(await isActive(tokens.access_token), false, 'a code that came twice');
  },

  async rotation() {
    const first = await signIn('openid balances.read');
    const second = await oidc.refreshTokenGrant(config, first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(second.claims().sub, first.claims().sub);
    const stale = await oidc.fetchUserInfo(config, first.access_token, first.claims().sub);
    assert.equal(stale.sub, second.claims().sub, 'what was given before stays good for its minutes');
    const third = await oidc.refreshTokenGrant(config, second.refresh_token);
    await assert.rejects(oidc.refreshTokenGrant(config, first.refresh_token), refused('invalid_grant'));
    await assert.rejects(oidc.refreshTokenGrant(config, third.refresh_token), refused('invalid_grant'));
  },

  async service() {
    const { access_token, scope } = await oidc.clientCredentialsGrant(config, { scope: 'orders.settle' });
    assert.equal(scope, 'orders.settle');
    const told = await oidc.tokenIntrospection(config, access_token);
    assert.deepEqual([told.active, told.client_id, told.sub], [true, CLIENT_ID, CLIENT_ID]);
    await oidc.tokenRevocation(config, access_token);
    assert.equal(await isActive(access_token), false);
  },

  async device() {
    const begun = await oidc.initiateDeviceAuthorization(config, { scope: 'balances.read' });
    await visit(begun.verification_uri_complete);
    // The holder has answered before the first question.
    const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 });
    assert.equal(tokens.scope, 'balances.read');
    assert.ok((await oidc.refreshTokenGrant(config, tokens.refresh_token)).access_token);
    await oidc.tokenRevocation(config, tokens.refresh_token);
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), refused('invalid_grant'));
  },

  async pushed() {
    const { checks, parameters } = await begin('openid');
    const url = await oidc.buildAuthorizationUrlWithPAR(config, parameters);
    assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    assert.ok((await oidc.authorizationCodeGrant(config, await visit(url), checks)).id_token);
  },

  async bound() {
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    const other = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    const { checks, parameters } = await begin('openid', { dpop_jkt: await DPoP.calculateThumbprint() });
    const back = await visit(oidc.buildAuthorizationUrl(config, parameters));
    const tokens = await oidc.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    assert.equal(tokens.token_type, 'dpop');
    const { sub } = tokens.claims();
    assert.equal((await oidc.fetchUserInfo(config, tokens.access_token, sub, { DPoP })).sub, sub);
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, sub, { DPoP: other }), { status: 401 });
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, sub), { status: 401 });
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP: other }));
    const next = await oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
    assert.equal((await oidc.fetchUserInfo(config, next.access_token, sub, { DPoP })).sub, sub);
  },

  async strict() {
    const plain = await begin('openid');
    const refusal = await visit(oidc.buildAuthorizationUrl(config, plain.parameters));
    await assert.rejects(oidc.authorizationCodeGrant(config, refusal, plain.checks), refused('invalid_request'));
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('Ed25519'));
    const { checks, parameters } = await begin('openid balances.read');
    const url = await oidc.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
    const tokens = await oidc.authorizationCodeGrant(config, await visit(url), checks, undefined, { DPoP });
    assert.equal(tokens.token_type, 'dpop');
    const told = await oidc.tokenIntrospection(config, tokens.access_token);
    assert.equal(told.cnf.jkt, await DPoP.calculateThumbprint());
    const next = await oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
    assert.equal(next.refresh_token ?? tokens.refresh_token, tokens.refresh_token, 'not rotated');
    await oidc.tokenRevocation(config, tokens.refresh_token);
    assert.equal(await isActive(next.access_token), false);
  },

  async details() {
    const details = [{ type: 'payment', amount: '100.00', fee: 0.1, to: { iban: 'DE89' }, note: '<b>ü' }];
    const tokens = await signIn('openid', { authorization_details: JSON.stringify(details) });
    assert.deepEqual(tokens.authorization_details, details);
    const told = await oidc.tokenIntrospection(config, tokens.access_token);
    assert.deepEqual(told.authorization_details, details);
  },

  async stronger() {
    const { checks, parameters } = await begin('openid', { acr_values: 'urn:sallyport:acr:2fa', max_age: '0' });
    const back = await visit(oidc.buildAuthorizationUrl(config, parameters));
    const tokens = await oidc.authorizationCodeGrant(config, back, { ...checks, maxAge: 30 });
    assert.equal(tokens.claims().acr, 'urn:sallyport:acr:2fa');
    assert.ok(tokens.claims().amr.includes('otp'));
  },

  async unmet() {
    const { checks, parameters } = await begin('openid', { acr_values: 'phr' });
    const back = await visit(oidc.buildAuthorizationUrl(config, parameters));
    const unmet = refused('unmet_authentication_requirements');
    await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), unmet);
  },

  async logout() {
    const tokens = await signIn('openid');
    const parameters = { id_token_hint: tokens.id_token, post_logout_redirect_uri: REDIRECT, state: 's 1' };
    const back = await visit(oidc.buildEndSessionUrl(config, parameters));
    assert.equal(back.href, `${REDIRECT}?state=s+1`);
    assert.equal(await isActive(tokens.access_token), false);
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), refused('invalid_grant'));
  },
};

try {
  await flows[process.argv[2]]();
  console.log('done');
} catch (error) {
  console.log(error, error?.cause);
  process.exitCode = 1;
}
process.stdin.destroy();
