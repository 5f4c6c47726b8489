// Passkeys on a page. Three kinds of forms, each with its options in data-options (JSON) or behind data-options-url:
//   data-passkey="create"       makes a passkey and sends it as the field "passkey"
//   data-passkey="get"          proves one, the same way
//   data-passkey="conditional"  offers passkeys as autofill in a field with autocomplete="username webauthn"; the answer is
//                               sent by the form whose id is data-passkey-form
// data-start asks as soon as the page is there. What can go wrong is said in [data-passkey-said], in the page's own words.
const AGAIN = 4 * 60_000; // Challenges are good for five minutes.
let offering = null; // What autofill waits for; a page may ask for one thing at a time.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const listed = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function creation(json) {
  return PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: listed(json.excludeCredentials),
  };
}

function request(json) {
  return PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: listed(json.allowCredentials),
  };
}

// Some managers of passwords put an object of their own into the browser's place, and some of those cannot write it.
function written(credential) {
  try {
    return JSON.stringify(credential.toJSON());
  } catch {
    const { response } = credential;
    const answer = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      answer.attestationObject = text(response.attestationObject);
      answer.transports = response.getTransports?.() ?? [];
    } else {
      answer.authenticatorData = text(response.authenticatorData);
      answer.signature = text(response.signature);
      if (response.userHandle) answer.userHandle = text(response.userHandle);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: answer,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsUrl, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": form.elements._csrf.value },
  });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

function say(form, words) {
  const place = form.querySelector("[data-passkey-said]");
  if (place) place.textContent = words ?? "";
}

function problem(form, error) {
  const { dataset } = form;
  switch (error.name) {
    case "NotAllowedError":
    case "AbortError":
      return dataset.cancelled;
    case "InvalidStateError":
      return dataset.known ?? dataset.failed;
    case "NotSupportedError":
    case "SecurityError":
      return dataset.unsupported;
    default:
      return dataset.failed;
  }
}

// "This is a shared computer" is ticked in the form beside it, whichever way the holder goes on.
function shared(form) {
  const beside = form.id ? document.querySelector(`form[data-passkey-form="${form.id}"]`) : null;
  if (form.elements.shared && beside?.elements.shared) {
    form.elements.shared.value = beside.elements.shared.checked ? "yes" : "";
  }
}

function send(form, credential) {
  shared(form);
  form.elements.passkey.value = written(credential);
  form.requestSubmit();
}

async function ask(form) {
  if (!window.PublicKeyCredential) {
    say(form, form.dataset.unsupported);
    return;
  }
  if ("asking" in form.dataset) return;
  form.dataset.asking = "";
  const offered = offering?.stop();
  say(form, form.dataset.waiting);
  try {
    const json = await options(form);
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: creation(json) })
      : await navigator.credentials.get({ publicKey: request(json) });
    say(form, "");
    send(form, credential);
  } catch (error) {
    say(form, problem(form, error));
    if (offered) offer(offered);
  } finally {
    delete form.dataset.asking;
  }
}

// No word about what goes wrong here: nobody asked for anything yet.
async function offer(form) {
  if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
  const mine = new AbortController();
  const again = setTimeout(() => {
    mine.abort();
    offer(form);
  }, AGAIN);
  offering = {
    stop() {
      offering = null;
      clearTimeout(again);
      mine.abort();
      return form;
    },
  };
  try {
    const json = await options(form);
    const credential = await navigator.credentials.get({
      publicKey: request(json), mediation: "conditional", signal: mine.signal,
    });
    send(document.getElementById(form.dataset.passkeyForm) ?? form, credential);
  } catch {
    // Stopped by a button of the page or by time, or there is nothing to offer.
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (form.dataset.passkey === "conditional") {
    offer(form);
    continue;
  }
  form.addEventListener("submit", (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    ask(form);
  });
  if ("start" in form.dataset) ask(form);
}

// A page that the back button brings out again asks anew.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (form.elements.passkey) form.elements.passkey.value = "";
  }
});
