{% macro _expression_types(declaration) %}
    {#- The type that the value of every SQL expression of a use case is read as: {place in the declaration: type}. -#}
    {%- set label_type = 'boolean' if assay._label_kind(declaration) == 'event'
        else 'string' if declaration.task == 'multiclass' else 'double' -%}
    {%- set known = {
        'label.sql': label_type,
        'label.known_at': 'timestamp',
        'realisation.assignment': 'boolean',
        'realisation.assigned_at': 'timestamp',
        'realisation.strata': 'string',
    } -%}
    {%- set types = {} -%}
    {%- for place in assay._expressions(declaration) -%}
        {%- set type = 'boolean' if place.startswith('policies') else 'double' -%}
        {%- do types.update({place: known.get(place, label_type if place.endswith('.prediction') else type)}) -%}
    {%- endfor -%}
    {{ return(types) }}
{% endmacro %}
