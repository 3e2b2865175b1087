{% macro _declared_parameters(declaration, learner) %}
    {#- All parameters of a learner where a use case declares some of them by keys of its task, else none. -#}
    {%- set clusters = declaration.clusters -%}
    {%- set components = declaration.components -%}
    {%- set values = {
        'kmeans': {
            'clusters': clusters.count, 'least': clusters.least, 'most': clusters.most, 'criterion': clusters.criterion,
        },
        'pca': {'components': components.count, 'explained': components.explained},
    }.get(learner, {}) -%}
    {%- set own = {} -%}
    {%- for key, value in values.items() if value is not none -%}{%- do own.update({key: value}) -%}{%- endfor -%}
    {%- set parameters = assay.learner_parameters(learner, declaration.task) -%}
    {%- do parameters.update(own) -%}
    {{ return(parameters if own else none) }}
{% endmacro %}
