// Tells a form the time zone of this computer, so that times can be shown in it from the first page on.
for (const input of document.querySelectorAll("input[data-zone]")) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
