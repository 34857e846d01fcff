"""
`make crash`: the program killed at every write that it makes, with a full disk at every write, and what came of it.

- `shim.c`: loaded into the program; counts its writes and does what was ordered at one of them. `shim.py` builds it.
- `nursery`: a process that has imported the program already and forks one for each run: twenty times as fast.
- `world`: what the program works on, in folders or at the strict Google, and everything that came of it.
- `situations`: what happened in the world before the pass, or the command, that is disturbed.
- `together`: two passes at once.
- `matrix`: every fault at every write of a situation, and what has to hold afterwards.
- `__main__`: the whole of it, with figures. The tests take a sample.
"""
