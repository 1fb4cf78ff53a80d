"""The OpenAPI 3.1 document, made from the schema for whoever asks and in his language."""
