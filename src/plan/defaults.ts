/** The default for --exclude (core/constants.py). */
export const EXCLUDE = ['.svn', 'CVS', '.bzr', '.hg', '.git', '__pycache__', '.tox', '.eggs', '*.egg']

/** The default number of lines of code to show for a finding. */
export const CONTEXT_LINES = 3
