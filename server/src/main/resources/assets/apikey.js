// Makes a pair of keys in the browser. The private half never leaves it: shown and offered as a file, it goes with the
// page; only the public half stands in the form.
const maker = document.querySelector("[data-key-maker]");

const pem = (label, buffer) => {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return `-----BEGIN ${label}-----\n${text.replace(/(.{64})/g, "$1\n").trimEnd()}\n-----END ${label}-----\n`;
};

async function make() {
  const said = maker.querySelector("[data-key-said]");
  try {
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const secret = pem("PRIVATE KEY", await crypto.subtle.exportKey("pkcs8", pair.privateKey));
    document.getElementById("public-key").value = pem("PUBLIC KEY", await crypto.subtle.exportKey("spki", pair.publicKey));
    document.getElementById("private-key").textContent = secret;
    const link = maker.querySelector("[data-key-download]");
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([secret], { type: "application/x-pem-file" }));
    maker.querySelector("[data-key-private]").hidden = false;
    said.textContent = maker.dataset.made;
  } catch {
    // Older browsers know no Ed25519, and no page has it without a safe connection.
    said.textContent = maker.dataset.unsupported;
  }
}

maker?.querySelector("[data-key-make]").addEventListener("click", make);
