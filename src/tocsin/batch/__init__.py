"""Many reports at once: the same reading as `tocsin code`, over partitions of the input, on all cores (docs/scaling.md, docs/adr/0018-batch.md).

`inputs` cuts what is given into partitions, `manifest` writes them down, `pool` gives them to worker processes, `worker` reads one (`records`,
`warc`), sends each record through the `cascade` and writes a part (`parts`); `running` puts it together.
"""
