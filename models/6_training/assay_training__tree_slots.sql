{{ assay.select_tree_slots(
    ref('assay_training__trees'),
    ['use_case', 'model_version', 'learner', 'fold'],
    assay.learner_parameters('boosted_trees').depth
) }}
