/** What is left out of a scan unless something else is named (core/constants.py). */
export const EXCLUDE = ['.svn', 'CVS', '.bzr', '.hg', '.git', '__pycache__', '.tox', '.eggs', '*.egg']

/** Lines of code shown for a finding. */
export const CONTEXT_LINES = 3
