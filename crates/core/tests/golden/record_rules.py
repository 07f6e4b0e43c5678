"""Writes what Bandit says of its rules, one a line in the order it runs them, as `rules.tsv` holds it.

    python record_rules.py EXAMPLES > rules.tsv

To be run with the Python that Bandit 1.9.4 is installed for. EXAMPLES is the folder `examples` of Bandit's
sources: severities and weaknesses are known only from findings. The columns are the id, the entry point's
name, the name in reports, the highest severity, the number of the weakness and the link.
"""

import sys

from bandit.core import config, constants, docs_utils, extension_loader, manager

rules = [
    (plugin.plugin._test_id, plugin.name, plugin.plugin.__name__)
    for plugin in extension_loader.MANAGER.plugins
]
rules += [
    (row["id"], row["name"], "blacklist")
    for row in extension_loader.MANAGER.blacklist_by_id.values()
]

scan = manager.BanditManager(config.BanditConfig(), "file", ignore_nosec=True)
scan.discover_files([sys.argv[1]], recursive=True)
scan.run_tests()
severities, weaknesses = {}, {}
for issue in scan.results:
    rank = constants.RANKING.index(issue.severity)
    severities[issue.test_id] = max(rank, severities.get(issue.test_id, 0))
    weaknesses[issue.test_id] = issue.cwe.id

for test_id, name, test_name in rules:
    print(
        test_id,
        name,
        test_name,
        constants.RANKING[severities[test_id]],
        weaknesses[test_id],
        docs_utils.get_url(test_id),
        sep="\t",
    )
