// What a browser remembers about how a person wants to see things; the server draws by it, so nothing flashes.
const YEAR = 31536000;

export function remember(name, value) {
  document.cookie = `${name}=${value};path=/;max-age=${YEAR};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
}
