"""What every list of records has, whatever its layout: head, columns, files of it; and lists kept by hand."""
