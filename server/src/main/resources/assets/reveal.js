// Shows and hides a password. It is hidden again before it is sent, so that no browser remembers it as plain text.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  const word = button.querySelector("[data-word]");
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    word.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  input.addEventListener("reveal", () => show(true));
  input.form?.addEventListener("submit", () => show(false));
}
