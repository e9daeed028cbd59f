"""The interface for programs: the workbench's abilities as JSON under /api/v1 (docs/api.md).

What is asked and answered are the records of `records`; the OpenAPI document and its page are made of them and of the routes (`describing`).
"""
