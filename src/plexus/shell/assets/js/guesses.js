// A new company: the time zone that this browser is in, and what is paid with there, until somebody chooses otherwise.
const form = document.querySelector("[data-guess]");

function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) return false;
  select.value = value;
  return true;
}

if (form) {
  const byZone = JSON.parse(document.getElementById(form.dataset.guess).textContent);
  const zone = form.querySelector("[name=time_zone]");
  const currency = form.querySelector("[name=currency]");
  const refused = form.querySelector("[aria-invalid]");
  const follow = () => { if (!currency.dataset.chosen && byZone[zone.value]) choose(currency, byZone[zone.value]); };
  currency.addEventListener("change", () => { currency.dataset.chosen = "yes"; });
  zone.addEventListener("change", follow);
  if (!refused && choose(zone, Intl.DateTimeFormat().resolvedOptions().timeZone)) follow();
}
