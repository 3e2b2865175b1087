{% macro _binding_problems(declaration, columns, assumptions, path) %}
    {#- One sentence per expression that the types of the columns ({name: type}) do not allow. -#}
    {%- set types = {
        'label.sql': 'boolean' if assay._label_kind(declaration) == 'event' else 'double',
        'label.known_at': 'timestamp',
        'realisation.assignment': 'boolean',
        'realisation.assigned_at': 'timestamp',
        'realisation.strata': 'string',
    } -%}
    {%- set expressions = assay._expressions(declaration) -%}
    {%- set typed = [] -%}
    {%- for place, sql in expressions.items() -%}
        {%- set type = types.get(place, 'boolean' if place.startswith('policies') and place.endswith('.sql') else 'double') -%}
        {%- do typed.append('cast((' ~ sql ~ ') as ' ~ type ~ ')') -%}
    {%- endfor -%}
    {%- set visible = {'prediction': 'double', 'actual': 'double'} -%}
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
