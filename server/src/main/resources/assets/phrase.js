// Puts a passphrase made by the server into the field, and shows it, so that it can be kept.
for (const button of document.querySelectorAll("[data-phrase]")) {
  const input = document.getElementById(button.dataset.phrase);
  const said = document.getElementById(button.dataset.said);
  button.addEventListener("click", async () => {
    try {
      const answer = await fetch("/password/phrase.json", { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      input.value = (await answer.json()).phrase;
      said.textContent = button.dataset.done;
      input.dispatchEvent(new Event("reveal"));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
}
