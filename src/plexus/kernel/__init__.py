"""The kernel: what every area of the CRM stands on."""
