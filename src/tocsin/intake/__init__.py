"""From bytes to a frozen document: the only place where text is cleaned."""
