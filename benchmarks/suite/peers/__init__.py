"""The programs that Mingzhang is measured beside, one file each."""
