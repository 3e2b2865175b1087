{{ assay.select_declared('stakeholders') }}
