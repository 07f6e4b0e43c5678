/** The default for --exclude (core/constants.py). */
export const EXCLUDE = ['.svn', 'CVS', '.bzr', '.hg', '.git', '__pycache__', '.tox', '.eggs', '*.egg']

/** By default, files with more bytes are skipped: a scan may take ten times as much memory. */
export const MAX_FILE_SIZE = 256 * 2 ** 20

/** The default number of lines of code to show for a finding. */
export const CONTEXT_LINES = 3
