"""Lists of hotline tickets: read from CSV or Excel, checked row by row, and filed once each."""
