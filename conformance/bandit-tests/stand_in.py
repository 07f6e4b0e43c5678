"""Replaces Bandit's own functions with the `bandit` programs on the PATH, and runs cases of Bandit's tests.

Runs in the folder of Bandit's source. Arguments: the names of the cases to run; without names, lists all cases.
Prints one line of JSON for each case: its name and its failures.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import yaml
from bandit.cli import baseline as cli_baseline
from bandit.cli import config_generator as cli_config_generator
from bandit.cli import main as cli_main
from bandit.core import constants, issue, manager, metrics, test_set


class Manager:
    """Replaces BanditManager: turns what the tests set into a command line, and answers them from the report."""

    def __init__(self, config, agg_type):
        self.b_conf = config
        self.b_ts = test_set.BanditTestSet(config)
        self.ignore_nosec = False
        self.metrics = metrics.Metrics()
        self.scores, self.skipped, self.files_list = [], [], []
        self.baseline, self._baseline_text = [], None

    def populate_baseline(self, text):
        self._baseline_text = text
        self.baseline = json.loads(text)["results"]

    def discover_files(self, targets, recursive):
        self._targets = (["-r"] if recursive else []) + targets

    def run_tests(self):
        with tempfile.TemporaryDirectory() as folder:
            report = self._report(folder)
        self.results = [with_code(result) for result in report["results"]]
        self.skipped = report["errors"]
        self.metrics.data = report["metrics"]
        self.files_list = [name for name in report["metrics"] if name != "_totals"]
        self.scores += [self._score(name) for name in self.files_list]

    def get_issue_list(self):
        return self.results if self._baseline_text is None else dict.fromkeys(self.results)

    def _report(self, folder):
        def write(name, text):
            path = os.path.join(folder, name)
            with open(path, "w") as file:
                file.write(text)
            return path

        settings, ids = self._selection()
        words = ["-c", write("settings.yaml", yaml.safe_dump(settings)), "-t", ",".join(ids)]
        if self.ignore_nosec:
            words.append("--ignore-nosec")
        if self._baseline_text is not None:
            words += ["-b", write("baseline.json", self._baseline_text)]
        command = ["bandit", "--exit-zero", "-f", "json", *words, *self._targets]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"bandit exits with {done.returncode}: {done.stderr[-500:]!r}")
        return json.loads(done.stdout)

    def _selection(self):
        """The settings of each test and the ids of all tests, as currently in the test set."""
        settings, ids = {}, set()
        for test in {test for tests in self.b_ts.tests.values() for test in tests}:
            if hasattr(test, "_takes_config"):
                settings[test._takes_config] = test._config
            if test._test_id == "B001":
                ids.update(row["id"] for rows in test._config.values() for row in rows)
            else:
                ids.add(test._test_id)
        return settings, sorted(ids)

    def _score(self, name):
        own = [result for result in self.results if result.fname == name]
        return {
            "SEVERITY": weigh(result.severity for result in own),
            "CONFIDENCE": weigh(result.confidence for result in own),
        }


def weigh(levels):
    levels = list(levels)
    return [levels.count(rank) * constants.RANKING_VALUES[rank] for rank in constants.RANKING]


def with_code(result):
    found = issue.issue_from_dict(result)
    found.get_code = lambda: result["code"]
    return found


def program(module, name, words=None):
    """Replaces the main function of a module with its program. The program's errors go to the module's log."""

    def main():
        arguments = sys.argv[1:] if words is None else words
        done = subprocess.run([name, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        for line in done.stderr.splitlines():
            if "\tERROR\t" in line:
                module.LOG.error(line.split("\tERROR\t")[1])
        sys.exit(done.returncode)

    module.main = main


def stand_in():
    manager.BanditManager = Manager
    program(cli_main, "bandit")
    # In its tests, sys.argv holds the arguments of their own runner.
    program(cli_baseline, "bandit-baseline", ["."])
    cli_config_generator.get_config_settings = lambda: subprocess.run(
        ["bandit-config-generator", "--show-defaults"], check=True, capture_output=True, text=True
    ).stdout.removesuffix("\n")


def cases(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from cases(one)
        else:
            yield one


def main(names):
    loader = unittest.TestLoader()
    if names:
        stand_in()
    suite = loader.loadTestsFromNames(names) if names else loader.discover("tests", top_level_dir=".")
    for case in cases(suite):
        result = unittest.TestResult()
        if names:
            unittest.TestSuite([case]).run(result)
        failures = [text.strip().splitlines()[-1] for _, text in result.failures + result.errors]
        print(json.dumps({"name": case.id(), "failures": failures}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
