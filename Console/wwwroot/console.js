// What the console does in the browser itself: theme, menu, keys, copying. It works on prerendered pages, before and without a circuit.
const keep = (name, value) => {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
};

keep("console-zone", Intl.DateTimeFormat().resolvedOptions().timeZone);

// For how long nobody has done anything in this tab: a session that nobody uses ends, whatever its screens ask by themselves.
let lastDeed = performance.now();
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) {
  addEventListener(kind, () => { lastDeed = performance.now(); }, { passive: true, capture: true });
}

Object.defineProperty(globalThis, "consoleIdleSeconds", { get: () => (performance.now() - lastDeed) / 1000 });

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const showMenu = shown => {
  document.documentElement.classList.toggle("menu-open", shown);
  document.querySelector("[data-menu-switch]")?.setAttribute("aria-expanded", String(shown));
};

document.addEventListener("click", async event => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-theme-switch]")) {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    keep("console-theme", theme);
  } else if (target?.closest("[data-menu-switch]")) {
    showMenu(!document.documentElement.classList.contains("menu-open"));
  } else if (target?.closest(".menu a")) {
    showMenu(false);
  }

  const copied = target?.closest("[data-copy]");
  if (copied) {
    await navigator.clipboard.writeText(copied.dataset.copy);
    copied.classList.add("copied");
    setTimeout(() => copied.classList.remove("copied"), 1200);
  }
});

// A second press while the answer is awaited would be refused what the first one did.
document.addEventListener("submit", event => {
  const button = event.target.matches("form[data-once]") ? event.submitter : null;
  if (button) {
    setTimeout(() => { button.disabled = true; });
  }
});

// Back from where the form led to, it can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-once] button").forEach(button => { button.disabled = false; }));

let goes = false;
document.addEventListener("keydown", event => {
  const writes = event.target instanceof Element && event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.repeat || writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(".mud-dialog")) {
    return;
  }

  if (goes) {
    goes = false;
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "g") {
    goes = true;
    setTimeout(() => { goes = false; }, 1500);
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "n" || event.key === "p") {
    document.querySelector(`[data-page="${event.key === "n" ? "next" : "previous"}"]`)?.click();
  } else if (event.key === "Escape") {
    showMenu(false);
  } else {
    document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]:not(:disabled)`)?.click();
  }
});
