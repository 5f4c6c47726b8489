// Asks the server how strong a password is while it is typed: a moment after the last key, and only the last answer
// counts. When the server does not answer the words go away; the form itself decides.
for (const slot of document.querySelectorAll("[data-strength]")) {
  const input = document.getElementById(slot.dataset.strength);
  const meter = slot.querySelector("meter");
  const words = slot.querySelector("[data-words]");
  let waiting;
  let asking;

  const show = (score, text) => {
    meter.value = score;
    words.textContent = text;
  };

  const ask = async () => {
    asking?.abort();
    if (input.value === "") {
      show(0, "");
      return;
    }
    asking = new AbortController();
    try {
      const answer = await fetch("/password/strength", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRF-Token": input.form.elements._csrf.value,
        },
        body: JSON.stringify({ password: input.value }),
        signal: asking.signal,
      });
      if (answer.ok) {
        const found = await answer.json();
        show(found.score, found.words);
      } else {
        show(0, "");
      }
    } catch (problem) {
      if (problem.name !== "AbortError") {
        show(0, "");
      }
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  });
}
