"""Stored models written as SQL for any warehouse and as ONNX."""
