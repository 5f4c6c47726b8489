// Puts a passphrase made by the server into the field, and writes it out below, so that it can be kept whole even where
// the field is short. It goes away with the first change.
for (const button of document.querySelectorAll("[data-phrase]")) {
  const input = document.getElementById(button.dataset.phrase);
  const made = button.parentElement.querySelector("[data-made]");
  const said = button.parentElement.querySelector("[data-said]");

  const show = (phrase, words) => {
    made.textContent = phrase;
    said.textContent = words;
  };

  button.addEventListener("click", async () => {
    try {
      const answer = await fetch("/password/phrase.json", { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const { phrase } = await answer.json();
      input.value = phrase;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      show(phrase, button.dataset.done);
      input.dispatchEvent(new Event("reveal"));
      input.focus();
    } catch {
      show("", button.dataset.failed);
    }
  });
  input.addEventListener("input", () => show("", ""));
}
