/* Fields as one input per group, busy and error states, the tabs' bars. No library but the page's own jQuery and Shiny. */
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);

  /* A group of fields: its value maps each parameter to the text in its field. */
  class Fields extends Shiny.InputBinding {
    find(scope) { return $(scope).find(".fields"); }
    getValue(group) {
      const value = { version: Number(group.dataset.version || 0) };
      group.querySelectorAll(".value").forEach((field) => { value[field.dataset.name] = field.value; });
      return value;
    }
    subscribe(group, callback) {
      const moved = (event) => {
        const target = event.target;
        if (target.classList.contains("slider")) {
          byId(target.dataset.for).value = target.value;
        } else if (target.classList.contains("value")) {
          const slider = sliderOf(target);
          if (slider && target.value.trim() !== "" && isFinite(target.value)) slider.value = target.value;
        } else {
          return;
        }
        callback(true);
      };
      group.addEventListener("input", moved);
      group.addEventListener("refilled", () => callback(false));
    }
    unsubscribe() {}
    getRatePolicy() { return { policy: "debounce", delay: 50 }; }
  }
  Shiny.inputBindings.register(new Fields(), "pilots.fields");

  /* The month at whose end the answer is read; 0: the last one simulated, whichever that is. */
  class Month extends Shiny.InputBinding {
    find(scope) { return $(scope).find(".month"); }
    getValue(slider) { return Number(slider.value) >= Number(slider.max) ? 0 : Number(slider.value); }
    subscribe(slider, callback) {
      slider.addEventListener("input", () => { tellMonth(); callback(true); });
      slider.addEventListener("refilled", () => callback(false));
    }
    unsubscribe() {}
    getRatePolicy() { return { policy: "debounce", delay: 50 }; }
  }
  Shiny.inputBindings.register(new Month(), "pilots.month");
  function tellMonth() {
    const slider = byId("month");
    byId("month-shown").textContent = slider.value;
    slider.setAttribute("aria-valuetext", "month " + slider.value);
  }
  function toMonth(value) {
    const slider = byId("month");
    slider.value = value || slider.max;
    tellMonth();
  }
  document.addEventListener("click", (event) => {
    const date = event.target.closest && event.target.closest(".date");
    if (!date) return;
    toMonth(date.dataset.month);
    byId("month").dispatchEvent(new Event("refilled"));
    refocus = date.dataset.month;
  });
  /* The buttons come anew with every answer: the one that was pressed keeps the keyboard. */
  let refocus = "";
  $(document).on("shiny:value", (event) => {
    if (event.name !== "dates_shown" || !refocus) return;
    setTimeout(() => {
      const date = document.querySelector('.date[data-month="' + refocus + '"]');
      if (date && (document.activeElement === document.body || !document.activeElement)) date.focus();
      refocus = "";
    });
  });
  Shiny.addCustomMessageHandler("month", (message) => {
    const slider = byId("month"), was = slider.max;
    slider.max = message.last;
    if (slider !== document.activeElement || was !== slider.max) toMonth(message.value);
  });

  /* On a telephone what stands beside the answer is folded away. */
  if (matchMedia("(max-width: 800px)").matches) {
    document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".fold").forEach((part) => { part.open = false; }));
  }

  const sliderOf = (field) => document.querySelector('[data-for="' + field.id + '"]');
  const fieldOf = (group, name) => byId(group).querySelector('.value[data-name="' + name + '"]');

  /* New values for the fields. Choices change in the same moment, so that the server sees one question and not two halves. */
  function choose(name, value) {
    const select = document.querySelector("select#" + name);
    if (select) {
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      const radio = document.querySelector('input[name="' + name + '"][value="' + value + '"]');
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  Shiny.addCustomMessageHandler("fields", (message) => {
    Object.entries(message.choices).forEach(([name, value]) => choose(name, value));
    if ("month" in message) { toMonth(message.month); byId("month").dispatchEvent(new Event("refilled")); }
    Object.entries(message.groups).forEach(([group, values]) => {
      Object.entries(values).forEach(([name, text]) => {
        const field = fieldOf(group, name);
        if (!field) return;
        field.value = text;
        const slider = sliderOf(field);
        if (slider) slider.value = text;
      });
    });
    document.querySelectorAll(".fields").forEach((group) => {
      group.dataset.version = message.version;
      group.dispatchEvent(new Event("refilled"));
    });
  });

  /* A slider stands where the answer is, also after a value that was refused: the field beside it keeps what was asked. */
  let answered = {}, refused = false, held = null;
  function stand(slider, text) { if (slider && slider !== held) slider.value = text; }
  function standAll() {
    Object.entries(answered).forEach(([group, values]) => {
      Object.entries(values).forEach(([name, text]) => {
        const field = fieldOf(group, name), slider = field && sliderOf(field);
        if (slider && (refused || slider !== document.activeElement)) stand(slider, text);
      });
    });
  }
  document.addEventListener("pointerdown", (event) => { if (event.target.classList.contains("slider")) held = event.target; });
  ["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, () => {
    held = null;
    if (refused) setTimeout(standAll);
  }));
  Shiny.addCustomMessageHandler("problems", (message) => {
    byId("problem").textContent = message.text;
    document.querySelectorAll(".fields").forEach((group) => {
      const wrong = message.fields[group.id] || {};
      group.querySelectorAll(".value").forEach((field) => {
        const text = wrong[field.dataset.name] || "";
        const beside = byId(field.id + "-problem");
        if (beside.textContent !== text) beside.textContent = text;
        if (text) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      });
    });
    answered = message.sliders;
    refused = Boolean(message.refused);
    standAll();
  });
  Shiny.addCustomMessageHandler("notice", (message) => { if (byId("notice")) byId("notice").hidden = !message.on; });

  let telling = 0;
  Shiny.addCustomMessageHandler("busy", (message) => {
    const status = byId("status"), on = message.text !== "";
    const was = document.body.classList.contains("computing");
    document.body.classList.toggle("computing", on);
    if (!on) { clearTimeout(telling); status.textContent = ""; return; }
    status.dataset.text = message.text;
    if (!was) { clearTimeout(telling); telling = setTimeout(() => { status.textContent = status.dataset.text; }, 400); }
    else if (status.textContent && status.textContent !== message.text) status.textContent = message.text;
  });

  Shiny.addCustomMessageHandler("count", (message) => {
    message.shown.forEach((letter) => { byId(letter).hidden = false; byId("take-" + letter).hidden = false; });
    message.hidden.forEach((letter) => { byId(letter).hidden = true; byId("take-" + letter).hidden = true; });
  });

  Shiny.addCustomMessageHandler("file_problem", (message) => { byId("file-problem").textContent = message.text; });

  Shiny.addCustomMessageHandler("progress", (message) => {
    byId(message.tab + "-progress").hidden = !message.on;
    byId(message.tab + "_on").hidden = !message.paused;
    byId(message.tab + "-bar").value = message.done;
    const phase = byId(message.tab + "-phase");
    if (phase.textContent !== message.phase) phase.textContent = message.phase;
  });

  Shiny.addCustomMessageHandler("buttons", (message) => {
    message.off.forEach((id) => { byId(id).disabled = true; });
    message.on.forEach((id) => { byId(id).disabled = false; });
  });

  /* A file that is too large is refused before it is sent. */
  document.addEventListener("change", (event) => {
    const files = event.target.type === "file" && event.target.files;
    if (files && files[0] && files[0].size > 64 * 1024) {
      event.stopImmediatePropagation();
      event.target.value = "";
      byId("file-problem").textContent = "the file is too large: at most 64 kB";
    }
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.id === "copy") {
      byId("address").select();
      const copied = () => { event.target.textContent = "Copied"; setTimeout(() => { event.target.textContent = "Copy"; }, 2000); };
      if (navigator.clipboard) navigator.clipboard.writeText(byId("address").value).then(copied, copied);
      else { document.execCommand("copy"); copied(); }
    }
  });

  /* A hint closes with Escape, as keyboards expect. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.classList && event.target.classList.contains("hint")) event.target.blur();
  });

  $(document).on("shiny:disconnected", () => {
    byId("problem").textContent = "The connection to the simulation is lost. Load the page again: its address keeps what you chose.";
  });
})();
