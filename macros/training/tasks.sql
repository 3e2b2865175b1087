{% macro tasks() %}
    {#- Every task: the kind of its label (event, class, quantity or none), whether learners learn from the label,
        whether its rows are decisions that policies could take, the keys of a declaration that no other kind of task
        has, and the learners beside the constant where none are declared. python/assay/inputs/tasks.py holds the
        same. -#}
    {{ return({
        'binary': {
            'label': 'event', 'learns_from_label': true, 'decides': true, 'keys': [],
            'learners': ['logistic', 'boosted_trees'],
        },
        'multiclass': {
            'label': 'class', 'learns_from_label': true, 'decides': true, 'keys': [],
            'learners': ['logistic', 'boosted_trees'],
        },
        'regression': {
            'label': 'quantity', 'learns_from_label': true, 'decides': true, 'keys': [],
            'learners': ['linear', 'boosted_trees'],
        },
        'clustering': {
            'label': 'class', 'learns_from_label': false, 'decides': false, 'keys': ['clusters'],
            'learners': ['kmeans'],
        },
        'reduction': {
            'label': 'none', 'learns_from_label': false, 'decides': false, 'keys': ['components'],
            'learners': ['pca'],
        },
        'anomaly': {
            'label': 'event', 'learns_from_label': false, 'decides': true, 'keys': ['components', 'contamination'],
            'learners': ['isolation_forest'],
        },
    }) }}
{% endmacro %}
