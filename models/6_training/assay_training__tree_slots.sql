{{ assay.select_tree_slots(
    ref('assay_training__trees'), ['use_case', 'model_version', 'learner', 'fold', 'output']
) }}
