"""The lanes of the queue: a worker serves each by itself, so that what is awaited in seconds waits for nothing long."""

# What somebody asked for. One that takes long goes on among the long ones, and makes room for the next.
JOBS = "default"
LONG = "long"
# What is found due, such as messages to send, and the chores.
ERRANDS = "errands"
ALL = (ERRANDS, JOBS, LONG)
# So many seconds a job may take before it counts as long.
SOON = 10.0
