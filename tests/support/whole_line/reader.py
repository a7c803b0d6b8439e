"""Somebody who reads the warehouse all the time, in a process of their own."""

# Asks the published file the same over one connection until its standard input is closed.
READER = """
import json, sys, threading
import duckdb

stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
answers, count = set(), 0
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    while not stop.wait(0.1) or count == 0:
        answers.update(connection.execute(sys.argv[2]).fetchall())
        count += 1
        if count == 1:
            print("reading", flush=True)
print(json.dumps({"answers": sorted(answers), "count": count}))
"""
READ = "select count(distinct document_id), count(*), sum(amount)::varchar from fct_budget_line"
