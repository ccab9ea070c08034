"""SpiffWorkflow: six human steps, the state in SQLite, loaded afresh for every step and durable after it.

Reads seconds from standard input, one number a line; answers each with how many steps a second it made.
Usage: spiff.py DATABASE PROCESS.bpmn
"""

import sqlite3
import sys
import time

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

STEPS = 6


def open_database(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS work (id INTEGER PRIMARY KEY, state TEXT NOT NULL, done INTEGER NOT NULL)")
    return database


class Peer:
    def __init__(self, path, process):
        self.database = open_database(path)
        parser = BpmnParser()
        parser.add_bpmn_file(process)
        self.spec = parser.get_spec("six")
        self.serializer = BpmnWorkflowSerializer()

    def step(self, workflow):
        """Completes the one human task that waits."""
        workflow.do_engine_steps()
        tasks = workflow.get_tasks(state=TaskState.READY, manual=True)
        assert len(tasks) == 1, tasks
        tasks[0].data["note"] = "Đồng ý"
        tasks[0].run()
        workflow.do_engine_steps()
        return self.serializer.serialize_json(workflow)

    def process(self):
        """One process from its start to its end: six transactions."""
        state = self.step(BpmnWorkflow(self.spec))
        number = self.database.execute("INSERT INTO work (state, done) VALUES (?, 0)", (state,)).lastrowid
        for no in range(2, STEPS + 1):
            state = self.database.execute("SELECT state FROM work WHERE id = ?", (number,)).fetchone()[0]
            workflow = self.serializer.deserialize_json(state)
            state = self.step(workflow)
            done = workflow.is_completed()
            assert done == (no == STEPS)
            self.database.execute("UPDATE work SET state = ?, done = ? WHERE id = ?", (state, done, number))


def main():
    peer = Peer(sys.argv[1], sys.argv[2])
    for line in sys.stdin:
        began, steps = time.perf_counter(), 0
        end = began + float(line)
        while time.perf_counter() < end:
            peer.process()
            steps += STEPS
        print(steps / (time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main()
