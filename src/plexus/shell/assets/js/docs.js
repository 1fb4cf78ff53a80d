// The API reference: the generated OpenAPI document, shown to read and to try. Its own page, because it is large.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "../css/reference.css";

const box = document.querySelector("[data-openapi]");
const root = document.documentElement;
const night = matchMedia("(prefers-color-scheme: dark)");

// The bundle knows its dark look by a class of its own; ours follows the page's theme, and the system's where that decides.
function dress() {
  const chosen = root.dataset.theme;
  root.classList.toggle("dark-mode", chosen === "dark" || (chosen !== "light" && night.matches));
}

if (box) {
  dress();
  night.addEventListener("change", dress);
  new MutationObserver(dress).observe(root, { attributeFilter: ["data-theme"] });
  SwaggerUI({
    domNode: box,
    url: box.dataset.openapi,
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "none",
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
}
