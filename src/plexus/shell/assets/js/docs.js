// The API reference: the generated OpenAPI document, shown to read and to try. Its own page, because it is large.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";

const box = document.querySelector("[data-openapi]");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

if (box) {
  SwaggerUI({
    domNode: box,
    url: box.dataset.openapi,
    deepLinking: true,
    docExpansion: "list",
    validatorUrl: null,
    requestInterceptor: (request) => { request.headers["X-CSRFToken"] = token; return request; },
  });
}
