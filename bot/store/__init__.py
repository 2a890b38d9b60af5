"""What must outlive a message: deliveries seen, what threads are about, questions we could not answer, votes.

`store.py` is the one door. A call goes through `guard.py`, which caps its time and opens a circuit at the first fault, to
the SQL of one table (`deliveries.py`, `threads.py`, `feedback.py`, `misses.py`). While the circuit is open `memory.py`
serves; `keeping.py` mends in the background, writes back what memory holds, and deletes what is old.

`engine.py`, `tables.py`, `faults.py`: the connection, the shape, and what went wrong in a few words. `opening.py` makes a
database ready, `migrating.py` runs the tables' history in `migrations/` (which says how to add to it), `damage.py` sets a
damaged SQLite file aside.
"""
