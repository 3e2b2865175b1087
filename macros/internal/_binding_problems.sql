{% macro _binding_problems(declaration, columns, assumptions, path) %}
    {#- One sentence per expression that the types of the columns ({name: type}) do not allow. -#}
    {%- set label_type = 'boolean' if assay._label_kind(declaration) == 'event'
        else 'string' if declaration.task == 'multiclass' else 'double' -%}
    {%- set types = {
        'label.sql': label_type,
        'label.known_at': 'timestamp',
        'realisation.assignment': 'boolean',
        'realisation.assigned_at': 'timestamp',
        'realisation.strata': 'string',
    } -%}
    {%- set expressions = assay._expressions(declaration) -%}
    {%- set typed = [] -%}
    {%- for place, sql in expressions.items() -%}
        {%- set type = 'boolean' if place.startswith('policies') else 'double' -%}
        {%- set type = types.get(place, label_type if place.endswith('.prediction') else type) -%}
        {%- do typed.append('cast((' ~ sql ~ ') as ' ~ type ~ ')') -%}
    {%- endfor -%}
    {%- set visible = {'prediction': label_type, 'actual': label_type} -%}
    {%- do visible.update(columns) -%}
    {%- for name in assumptions -%}{%- do visible.update({name: 'double'}) -%}{%- endfor -%}
    {%- set places = expressions.keys() | list -%}
    {%- set problems = [] -%}
    {%- for error in assay.binding_errors(typed, visible) -%}
        {%- if error -%}
            {%- do problems.append(path ~ '.' ~ places[loop.index0] ~ ': the warehouse refuses it: ' ~ error) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
