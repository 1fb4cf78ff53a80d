"""How complete the records of an object are, and the worklist to repair them."""
