"""The only readers of files and of the network: raw frames and where they come from."""
