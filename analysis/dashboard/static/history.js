/* The address follows what is chosen; Back undoes a choice, Forward makes it again. And whether anybody looks. */
(function () {
  "use strict";
  const SETTLED = 1000;  /* milliseconds without a change after which the next one is a step of its own */
  let settling = 0, open = false, pressed = false;

  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => { if (pressed) settle(); else open = false; }, SETTLED);
  }
  document.addEventListener("pointerdown", () => { pressed = true; });
  ["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, () => { pressed = false; }));

  /* The first address only says in full what was asked. A slider that is dragged, a number that is typed: one step. */
  Shiny.addCustomMessageHandler("address", (message) => {
    const address = location.pathname + "?" + message.query, state = { query: message.query };
    if (!history.state || !history.state.query) {
      history.replaceState(state, "", address);
    } else if (history.state.query !== message.query) {
      if (open) history.replaceState(state, "", address); else history.pushState(state, "", address);
      open = true;
      settle();
    }
    document.getElementById("address").value = location.origin + address;
  });

  window.addEventListener("popstate", (event) => {
    clearTimeout(settling);
    open = false;
    if (event.state && event.state.query) {
      Shiny.setInputValue("restored", { query: event.state.query }, { priority: "event" });
    }
  });

  /* Whether the page is hidden: analyses that nobody waits for are paused. */
  const look = () => Shiny.setInputValue("hidden", document.hidden);
  $(document).on("shiny:connected", look);
  document.addEventListener("visibilitychange", look);
})();
