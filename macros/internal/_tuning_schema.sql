{% macro _tuning_schema() %}
    {#- The part of _declaration_schema() that is about the search for parameters. -#}
    {%- set tunable = assay._tunable_parameters() -%}
    {%- set space = {} -%}
    {%- set labelled = [] -%}
    {%- for task, traits in assay.tasks().items() if traits.learns_from_label -%}{%- do labelled.append(task) -%}{%- endfor -%}
    {%- for learner, traits in assay.learners().items() if traits.tasks | select('in', labelled) | list -%}
        {%- set ranges = {} -%}
        {%- for name in traits.parameters if name in tunable -%}
            {%- set value = tunable[name] -%}
            {%- do ranges.update({name: {
                'type': 'object',
                'properties': {
                    'low': value,
                    'high': value,
                    'log': {'type': 'boolean', 'default': false},
                    'choices': {'type': 'array', 'default': [], 'items': value},
                },
            }}) -%}
        {%- endfor -%}
        {%- if ranges -%}{%- do space.update({learner: {'type': 'object', 'properties': ranges}}) -%}{%- endif -%}
    {%- endfor -%}
    {{ return({
        'type': 'object',
        'required': ['method', 'space'],
        'properties': {
            'method': {'type': 'string', 'enum': ['grid', 'random', 'tpe']},
            'trials': {'type': 'integer', 'minimum': 1, 'maximum': 100000},
            'seconds': {'type': 'number', 'exclusiveMinimum': 0},
            'amount': {'type': 'number', 'exclusiveMinimum': 0},
            'patience': {'type': 'integer', 'minimum': 1},
            'nested': {'type': 'boolean', 'default': false},
            'space': {'type': 'object', 'default': {}, 'properties': space},
        },
    }) }}
{% endmacro %}
