{{ assay.select_declared('consents') }}
