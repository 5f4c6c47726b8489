// Solves the proof of work in the background: SHA-256 of salt and number, until it is the challenge. Where it is only
// needed for a telephone number, it starts when one is typed. Sending waits for it.
const encoder = new TextEncoder();
const BATCH = 500;

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return hex;
}

async function solve(puzzle) {
  for (let from = 0; from <= puzzle.maxnumber; from += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, i) => from + i);
    const hashes = await Promise.all(numbers.map((n) => digest(puzzle.salt + n)));
    const found = hashes.indexOf(puzzle.challenge);
    if (found >= 0) return from + found;
  }
  return null;
}

for (const input of document.querySelectorAll("input[data-challenge]")) {
  const form = input.form;
  const box = form.querySelector("[data-challenge-box]");
  const words = form.querySelector("[data-challenge-words]");
  const number = input.dataset.numbers ? form.elements[input.dataset.numbers] : null;
  let running = null;

  const needed = () => !number || /^[+0-9(]/.test(number.value.trim());
  const start = () => {
    if (!running && needed()) {
      if (box) box.hidden = false;
      const puzzle = JSON.parse(input.dataset.challenge);
      running = solve(puzzle).then((n) => {
        if (n === null) return;
        input.value = btoa(JSON.stringify({
          algorithm: puzzle.algorithm, challenge: puzzle.challenge, number: n, salt: puzzle.salt,
          signature: puzzle.signature,
        }));
        if (words && words.dataset.done) words.textContent = words.dataset.done;
      });
    }
    return running;
  };

  if (number) number.addEventListener("input", start);
  start();
  form.addEventListener("submit", (event) => {
    if (input.value || !needed()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    start().then(() => form.requestSubmit(button || undefined));
  }, true);
}
