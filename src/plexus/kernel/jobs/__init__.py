"""Work for later: enqueued in the transaction that needs it, run by a worker, followed and cancelled by people."""
